"""Files as people send them, good and bad."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def a_picture(name="picture.png"):
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def a_broken_picture(name="broken.png"):
    whole = a_picture().read()
    return SimpleUploadedFile(name, whole[: len(whole) // 2], "image/png")


def a_program(name="program.exe"):
    return SimpleUploadedFile(name, b"MZ" + b"\x00" * 200, "image/png")
