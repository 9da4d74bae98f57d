"""The shapes of the API's requests and answers, made from the fields that intake knows."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, create_model

from upstander.duties.intake.fields import BY_NAME, MOST_POSTS, POST_BY_NAME
from upstander.duties.intake.fields import Field as Said
from upstander.duties.intake.queries import EVERY_STATUS


class Strict(BaseModel):
    """An object in which every name is known; the values are read by intake itself, as those of a file are."""

    model_config = ConfigDict(extra="forbid")


def _taken(fields: tuple[Said, ...]) -> dict[str, Any]:
    return {
        field.name: (Annotated[Any, WithJsonSchema({**field.kind.schema(), "description": field.what})], None)
        for field in fields
    }


PostSent = create_model(
    "Post", __base__=Strict, __doc__="One post that is reported.", **_taken(tuple(POST_BY_NAME.values()))
)
_POSTS = {
    "type": "array",
    "maxItems": MOST_POSTS,
    "items": {key: value for key, value in PostSent.model_json_schema().items() if key != "title"},
    "description": "The posts that are reported.",
}
ReportSent = create_model(
    "Report",
    __base__=Strict,
    __doc__="One report. It must hold an account, a reason, or a post with a link or words.",
    posts=(Annotated[Any, WithJsonSchema(_POSTS)], None),
    **_taken(tuple(BY_NAME.values())),
)


class Receipt(Schema):
    """That a report is safely in; the same again for the same Idempotency-Key."""

    reference: str
    return_code: str = Field(description="With the reference, lets the complainant follow the report. Empty when an "
                             "earlier request with another key sent the same report.")  # fmt: skip
    received_at: datetime
    status: str = Field(json_schema_extra={"enum": list(EVERY_STATUS)})


class Status(Schema):
    """Where a report stands now."""

    reference: str
    received_at: datetime
    status: str = Field(json_schema_extra={"enum": list(EVERY_STATUS)})


class Fault(Schema):
    """One thing that is wrong with what was sent."""

    field: str
    message: str


class Problem(Schema):
    """Why a request was refused; nothing of it was kept."""

    status: int
    detail: str
    errors: list[Fault] = []
