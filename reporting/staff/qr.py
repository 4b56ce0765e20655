"""A QR code as a picture inside the page, made here: a service elsewhere would learn the key."""

import base64
import io

import qrcode
from qrcode.image.svg import SvgPathFillImage


def qr_data_uri(text: str) -> str:
    picture = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathFillImage, box_size=12, border=4).save(picture)
    return "data:image/svg+xml;base64," + base64.b64encode(picture.getvalue()).decode()
