from .service import ServiceSettings

__all__ = ["ServiceSettings"]
