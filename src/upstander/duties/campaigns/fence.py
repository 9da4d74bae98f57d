"""The fence around campaigns: seen through the cases of their members alone; their keys are the hub's own."""

from upstander.record.fence.policies import by_any, by_case, for_the_hub_alone

TABLES = (
    by_case("campaigns_member"),
    by_any("campaigns_campaign", "campaigns_member", "campaign_id"),
    for_the_hub_alone("campaigns_key"),
    for_the_hub_alone("campaigns_said"),
)
