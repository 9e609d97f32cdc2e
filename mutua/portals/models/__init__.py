from mutua.portals.models.link import PortalLink, PortalOpening
from mutua.portals.models.promise import Promise
from mutua.portals.models.web_form import FormRefusal, FormSubmission, WebForm

__all__ = ["FormRefusal", "FormSubmission", "PortalLink", "PortalOpening", "Promise", "WebForm"]
