"""Take away all second factors of someone who lost theirs, so that they set up another at their next sign-in."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from upstander.duties.oversight.actions.make_user import check_password
from upstander.law.access import Act
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.outbox.posting import Letter, post
from upstander.record.people.actors import Actor, require_role
from upstander.record.people.models import User

TEXT = gettext_noop(
    "An administrator took away the second factors of your account, because you said that you lost them. You set up"
    " new ones when you next sign in, and see nothing before that.\n\nIf you did not ask for this, tell your"
    " supervisor at once, by telephone."
)


@action
def reset_factors(*, user: User, password: str, actor: Actor, at: datetime) -> User:
    """Take away the factors and recovery codes of `user`, give them a new password and end all their sessions.

    The new password is what keeps whoever knows the old one from setting up a factor of their own. Hand it over in
    person or on a call to a number known before. Nobody does this for themselves. Raises NotAllowed, ValueError.
    """
    require_role(actor, Act.MANAGE_ACCOUNTS)
    if actor.user is not None and actor.user.pk == user.pk:
        raise ValueError("Another administrator has to do this for you.")
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    check_password(password, user)
    Authenticator.objects.filter(user_id=user.pk).delete()
    user.set_password(password)
    user.save(update_fields=["password"])
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    record(actor, Verb.FACTOR_CHANGED, user, at=at, change="reset")
    letter = Letter(user.email, _("Your sign-in was changed"), _(TEXT) + "\n")
    post(letter, kind="sign-in changed", about=user, not_before=at)
    return user
