# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/extras.
"""Every resource as a property of a client, made on first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from chakra_async.extras.base import Reach

if TYPE_CHECKING:
    from chakra_async.extras.jobs import Jobs
    from chakra_async.resources.campaigns import Campaigns, RawCampaigns
    from chakra_async.resources.config import Config, RawConfig
    from chakra_async.resources.jobs import RawJobs
    from chakra_async.resources.leads import Leads, RawLeads
    from chakra_async.resources.processes import Processes, RawProcesses

__all__ = ["RawResources", "Resources"]


class Resources(Reach):
    """Every resource; each is imported when it is first used."""

    @cached_property
    def campaigns(self) -> Campaigns:
        """WhatsApp campaigns that leads are enrolled into."""
        return cast("Campaigns", self._resource("resources.campaigns", "Campaigns"))

    @cached_property
    def config(self) -> Config:
        """The definitions behind the ids in other answers."""
        return cast("Config", self._resource("resources.config", "Config"))

    @cached_property
    def jobs(self) -> Jobs:
        """Background jobs, which carry out bulk work after the call has returned."""
        return cast("Jobs", self._resource("extras.jobs", "Jobs"))

    @cached_property
    def leads(self) -> Leads:
        """Leads, which are the processes of the procedure `lead`."""
        return cast("Leads", self._resource("resources.leads", "Leads"))

    @cached_property
    def processes(self) -> Processes:
        """Processes, the instances of a procedure, such as leads and tickets."""
        return cast("Processes", self._resource("resources.processes", "Processes"))


class RawResources(Reach):
    """Every resource with calls that give a `Response`: status, headers, attempts and `_meta`."""

    @cached_property
    def campaigns(self) -> RawCampaigns:
        """WhatsApp campaigns that leads are enrolled into."""
        return cast("RawCampaigns", self._resource("resources.campaigns", "RawCampaigns"))

    @cached_property
    def config(self) -> RawConfig:
        """The definitions behind the ids in other answers."""
        return cast("RawConfig", self._resource("resources.config", "RawConfig"))

    @cached_property
    def jobs(self) -> RawJobs:
        """Background jobs, which carry out bulk work after the call has returned."""
        return cast("RawJobs", self._resource("resources.jobs", "RawJobs"))

    @cached_property
    def leads(self) -> RawLeads:
        """Leads, which are the processes of the procedure `lead`."""
        return cast("RawLeads", self._resource("resources.leads", "RawLeads"))

    @cached_property
    def processes(self) -> RawProcesses:
        """Processes, the instances of a procedure, such as leads and tickets."""
        return cast("RawProcesses", self._resource("resources.processes", "RawProcesses"))
