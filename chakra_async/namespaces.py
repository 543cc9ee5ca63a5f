# Written by `python -m codegen` from openapi/; a change belongs there, or in chakra_async/_extras.
"""Every resource as a property of a client, made on first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from chakra_async.resource import Namespaces

if TYPE_CHECKING:
    from chakra_async._extras.calling import Calling, RawCalling
    from chakra_async._extras.jobs import Jobs, RawJobs
    from chakra_async._extras.messages import Messages, RawMessages
    from chakra_async._extras.processes import Processes
    from chakra_async._extras.templates import RawTemplates, Templates
    from chakra_async.resources.business_accounts import BusinessAccounts, RawBusinessAccounts
    from chakra_async.resources.campaigns import Campaigns, RawCampaigns
    from chakra_async.resources.chats import Chats, RawChats
    from chakra_async.resources.config import Config, RawConfig
    from chakra_async.resources.flows import Flows, RawFlows
    from chakra_async.resources.health import Health, RawHealth
    from chakra_async.resources.leads import Leads, RawLeads
    from chakra_async.resources.media import Media, RawMedia
    from chakra_async.resources.partner import Partner, RawPartner
    from chakra_async.resources.phone_numbers import PhoneNumbers, RawPhoneNumbers
    from chakra_async.resources.photos import Photos, RawPhotos
    from chakra_async.resources.plugins import Plugins, RawPlugins
    from chakra_async.resources.processes import RawProcesses
    from chakra_async.resources.tasks import RawTasks, Tasks
    from chakra_async.resources.users import RawUsers, Users

__all__ = ["RawResources", "Resources"]


class Resources(Namespaces):
    """Every resource; each is imported when it is first used."""

    @cached_property
    def business_accounts(self) -> BusinessAccounts:
        """The WhatsApp Business Accounts of the team."""
        return cast("BusinessAccounts", self._resource("resources.business_accounts", "BusinessAccounts"))

    @cached_property
    def calling(self) -> Calling:
        """Calls over WhatsApp, passed through to Meta."""
        return cast("Calling", self._resource("_extras.calling", "Calling"))

    @cached_property
    def campaigns(self) -> Campaigns:
        """WhatsApp campaigns that leads are enrolled into."""
        return cast("Campaigns", self._resource("resources.campaigns", "Campaigns"))

    @cached_property
    def chats(self) -> Chats:
        """Conversations with customers, and their messages."""
        return cast("Chats", self._resource("resources.chats", "Chats"))

    @cached_property
    def config(self) -> Config:
        """The definitions behind the ids in other answers."""
        return cast("Config", self._resource("resources.config", "Config"))

    @cached_property
    def flows(self) -> Flows:
        """The encryption key of WhatsApp flows."""
        return cast("Flows", self._resource("resources.flows", "Flows"))

    @cached_property
    def health(self) -> Health:
        """Whether the API answers."""
        return cast("Health", self._resource("resources.health", "Health"))

    @cached_property
    def jobs(self) -> Jobs:
        """Background jobs, which carry out bulk work after the call has returned."""
        return cast("Jobs", self._resource("_extras.jobs", "Jobs"))

    @cached_property
    def leads(self) -> Leads:
        """Leads, which are the processes of the procedure `lead`."""
        return cast("Leads", self._resource("resources.leads", "Leads"))

    @cached_property
    def media(self) -> Media:
        """Files, those that messages link to and those that users sent."""
        return cast("Media", self._resource("resources.media", "Media"))

    @cached_property
    def messages(self) -> Messages:
        """WhatsApp messages to users, of every type, and templates by name."""
        return cast("Messages", self._resource("_extras.messages", "Messages"))

    @cached_property
    def partner(self) -> Partner:
        """What partners need to connect their customers' WhatsApp accounts."""
        return cast("Partner", self._resource("resources.partner", "Partner"))

    @cached_property
    def phone_numbers(self) -> PhoneNumbers:
        """The WhatsApp phone numbers of the team."""
        return cast("PhoneNumbers", self._resource("resources.phone_numbers", "PhoneNumbers"))

    @cached_property
    def photos(self) -> Photos:
        """Photos, which attributes of processes hold by their ids."""
        return cast("Photos", self._resource("resources.photos", "Photos"))

    @cached_property
    def plugins(self) -> Plugins:
        """The configuration of WhatsApp plugins."""
        return cast("Plugins", self._resource("resources.plugins", "Plugins"))

    @cached_property
    def processes(self) -> Processes:
        """Processes, the instances of a procedure, such as leads and tickets."""
        return cast("Processes", self._resource("_extras.processes", "Processes"))

    @cached_property
    def tasks(self) -> Tasks:
        """Work on a process, such as calls and meetings."""
        return cast("Tasks", self._resource("resources.tasks", "Tasks"))

    @cached_property
    def templates(self) -> Templates:
        """The message templates of a WhatsApp Business Account, which Meta approves."""
        return cast("Templates", self._resource("_extras.templates", "Templates"))

    @cached_property
    def users(self) -> Users:
        """The members of the team."""
        return cast("Users", self._resource("resources.users", "Users"))


class RawResources(Namespaces):
    """Every resource with calls that give a `Response`: status, headers, attempts and `_meta`."""

    @cached_property
    def business_accounts(self) -> RawBusinessAccounts:
        """The WhatsApp Business Accounts of the team."""
        return cast(
            "RawBusinessAccounts", self._resource("resources.business_accounts", "RawBusinessAccounts")
        )

    @cached_property
    def calling(self) -> RawCalling:
        """Calls over WhatsApp, passed through to Meta."""
        return cast("RawCalling", self._resource("_extras.calling", "RawCalling"))

    @cached_property
    def campaigns(self) -> RawCampaigns:
        """WhatsApp campaigns that leads are enrolled into."""
        return cast("RawCampaigns", self._resource("resources.campaigns", "RawCampaigns"))

    @cached_property
    def chats(self) -> RawChats:
        """Conversations with customers, and their messages."""
        return cast("RawChats", self._resource("resources.chats", "RawChats"))

    @cached_property
    def config(self) -> RawConfig:
        """The definitions behind the ids in other answers."""
        return cast("RawConfig", self._resource("resources.config", "RawConfig"))

    @cached_property
    def flows(self) -> RawFlows:
        """The encryption key of WhatsApp flows."""
        return cast("RawFlows", self._resource("resources.flows", "RawFlows"))

    @cached_property
    def health(self) -> RawHealth:
        """Whether the API answers."""
        return cast("RawHealth", self._resource("resources.health", "RawHealth"))

    @cached_property
    def jobs(self) -> RawJobs:
        """Background jobs, which carry out bulk work after the call has returned."""
        return cast("RawJobs", self._resource("_extras.jobs", "RawJobs"))

    @cached_property
    def leads(self) -> RawLeads:
        """Leads, which are the processes of the procedure `lead`."""
        return cast("RawLeads", self._resource("resources.leads", "RawLeads"))

    @cached_property
    def media(self) -> RawMedia:
        """Files, those that messages link to and those that users sent."""
        return cast("RawMedia", self._resource("resources.media", "RawMedia"))

    @cached_property
    def messages(self) -> RawMessages:
        """WhatsApp messages to users, of every type, and templates by name."""
        return cast("RawMessages", self._resource("_extras.messages", "RawMessages"))

    @cached_property
    def partner(self) -> RawPartner:
        """What partners need to connect their customers' WhatsApp accounts."""
        return cast("RawPartner", self._resource("resources.partner", "RawPartner"))

    @cached_property
    def phone_numbers(self) -> RawPhoneNumbers:
        """The WhatsApp phone numbers of the team."""
        return cast("RawPhoneNumbers", self._resource("resources.phone_numbers", "RawPhoneNumbers"))

    @cached_property
    def photos(self) -> RawPhotos:
        """Photos, which attributes of processes hold by their ids."""
        return cast("RawPhotos", self._resource("resources.photos", "RawPhotos"))

    @cached_property
    def plugins(self) -> RawPlugins:
        """The configuration of WhatsApp plugins."""
        return cast("RawPlugins", self._resource("resources.plugins", "RawPlugins"))

    @cached_property
    def processes(self) -> RawProcesses:
        """Processes, the instances of a procedure, such as leads and tickets."""
        return cast("RawProcesses", self._resource("resources.processes", "RawProcesses"))

    @cached_property
    def tasks(self) -> RawTasks:
        """Work on a process, such as calls and meetings."""
        return cast("RawTasks", self._resource("resources.tasks", "RawTasks"))

    @cached_property
    def templates(self) -> RawTemplates:
        """The message templates of a WhatsApp Business Account, which Meta approves."""
        return cast("RawTemplates", self._resource("_extras.templates", "RawTemplates"))

    @cached_property
    def users(self) -> RawUsers:
        """The members of the team."""
        return cast("RawUsers", self._resource("resources.users", "RawUsers"))
