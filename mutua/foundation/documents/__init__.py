"""A page as a PDF. See README.md."""

from mutua.foundation.documents.setting import NoPdf, download, pdf_of

__all__ = ["NoPdf", "download", "pdf_of"]
