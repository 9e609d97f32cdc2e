"""What is about a person, in every table: said by each domain, exported and erased by one place. See README.md."""

from mutua.foundation.privacy.declaring import (
    ERASED,
    belongs,
    declarations,
    leads,
    mentioned,
    must_stay,
    nothing_personal,
    personal,
    speaks_of,
)

__all__ = ["ERASED", "belongs", "declarations", "leads", "mentioned", "must_stay", "nothing_personal", "personal", "speaks_of"]
