"""Files as people send them, good and bad."""

from reporting.cases.tests import files


def a_picture(name="picture.png"):
    return files.upload(name, files.a_picture("PNG"))


def a_broken_picture(name="broken.png"):
    whole = files.a_picture("PNG")
    return files.upload(name, whole[: len(whole) // 2])


def a_program(name="program.exe"):
    return files.upload(name, b"MZ" + b"\x00" * 200)
