# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Models of the domain `config`."""

from __future__ import annotations

from typing import Any

import attrs

from chakra_async.model import Model

__all__ = ["Config"]


@attrs.define(kw_only=True, eq=False, repr=False)
class Config(Model):
    """The definitions behind the ids that other answers carry. What the items look like is not documented.

    Evidence: Documented. Source: https://apidocs.chakrahq.com/api-11531312

    """

    team: dict[str, Any] | None = attrs.field(default=None, metadata={"wire": "team"})
    """The team. Inferred, not documented."""

    entities: list[dict[str, Any]] | None = attrs.field(default=None, metadata={"wire": "entities"})
    """The entities, which are the schemas of records. Inferred, not documented."""

    procedures: list[dict[str, Any]] | None = attrs.field(default=None, metadata={"wire": "procedures"})
    """The procedures, which are the schemas of processes."""

    attribute_types: list[dict[str, Any]] | None = attrs.field(
        default=None, metadata={"wire": "attributeTypes"}
    )
    """The types an attribute can have. Inferred, not documented."""

    attributes: list[dict[str, Any]] | None = attrs.field(default=None, metadata={"wire": "attributes"})
    """The attributes of procedures, records and tasks. Inferred, not documented."""

    derived_attributes: list[dict[str, Any]] | None = attrs.field(
        default=None, metadata={"wire": "derivedAttributes"}
    )
    """The computed attributes. Inferred, not documented."""

    attribute_groups: list[dict[str, Any]] | None = attrs.field(
        default=None, metadata={"wire": "attributeGroups"}
    )
    """The groups of attributes. Inferred, not documented."""

    roles: list[dict[str, Any]] | None = attrs.field(default=None, metadata={"wire": "roles"})
    """The roles a user can have. Inferred, not documented."""

    pods: list[dict[str, Any]] | None = attrs.field(default=None, metadata={"wire": "pods"})
    """The pods, which are groups of users. Inferred, not documented."""

    task_types: list[dict[str, Any]] | None = attrs.field(default=None, metadata={"wire": "taskTypes"})
    """The types of tasks. Inferred, not documented."""

    forms: list[dict[str, Any]] | None = attrs.field(default=None, metadata={"wire": "forms"})
    """The forms. Inferred, not documented."""

    form_fields: list[dict[str, Any]] | None = attrs.field(default=None, metadata={"wire": "formFields"})
    """The fields of forms. Inferred, not documented."""

    form_action_buttons: list[dict[str, Any]] | None = attrs.field(
        default=None, metadata={"wire": "formActionButtons"}
    )
    """The action buttons of forms. Inferred, not documented."""

    state_tasks: list[dict[str, Any]] | None = attrs.field(default=None, metadata={"wire": "stateTasks"})
    """The state tasks, which are the schemas of tasks. Inferred, not documented."""

    user_profiles: list[dict[str, Any]] | None = attrs.field(default=None, metadata={"wire": "userProfiles"})
    """The profiles of users. Inferred, not documented."""

    attribute_config: Any = attrs.field(default=None, metadata={"wire": "attributeConfig"})
    """The configuration of attributes. Its type is not documented."""

    skill_types: list[dict[str, Any]] | None = attrs.field(default=None, metadata={"wire": "skillTypes"})
    """The types of skills. Inferred, not documented."""
