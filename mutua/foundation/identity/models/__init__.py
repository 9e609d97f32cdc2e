from mutua.foundation.identity.models.role import Role
from mutua.foundation.identity.models.team import Team
from mutua.foundation.identity.models.user import User

__all__ = ["Role", "Team", "User"]
