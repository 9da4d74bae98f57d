"""Try stuck work again."""

from datetime import datetime

from upstander.law.access import Act
from upstander.record.fence.viewer import action
from upstander.record.people.actors import Actor, require_role
from upstander.record.work.again import try_again
from upstander.record.work.models import Item


@action
def retry_work(*, item: Item, actor: Actor, at: datetime) -> Item:
    """Make stuck work due again. Raises NotAllowed, NotStuck."""
    require_role(actor, Act.SETTLE_TROUBLE)
    return try_again(item, actor=actor, at=at)
