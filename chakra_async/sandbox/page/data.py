"""The data of the sandbox: campaigns and their leads, processes, jobs and templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import htpy as h

from chakra_async.sandbox.page.elements import Place, address, live, plain, time_of

if TYPE_CHECKING:
    from chakra_async.sandbox.page.sources import Sources
    from chakra_async.sandbox.stores.jobs import Job
    from chakra_async.sandbox.stores.rows import Procedure, Row

__all__ = ["data"]

_COUNTED: Final = 5_000
_ROWS: Final = 25
_JOBS: Final = 10
_TEMPLATES: Final = 50
_ATTRIBUTES: Final = 6


def data(sources: Sources, place: Place) -> h.Element:
    """Return the data."""
    state = sources.state
    now = sources.clock.milliseconds()
    state.advance(now)
    newest = state.leads.newest(_COUNTED)
    counts: dict[int, int] = {}
    for row in newest:
        counts[row.campaign] = counts.get(row.campaign, 0) + 1
    jobs = state.jobs.newest(_JOBS)
    templates = state.whatsapp.templates.of(state.account.waba_id)[::-1]
    more = f" (of the newest {_COUNTED} leads)" if len(state.leads) > _COUNTED else ""
    return live(
        "data",
        place,
        h.h2["Data"],
        h.section[
            h.h3[f"Jobs ({len(jobs)})"],
            [_job(job) for job in jobs] if jobs else h.p(".note")["No jobs."],
        ],
        h.section[
            h.h3[f"Campaigns ({len(state.campaigns)})"],
            h.ul(".plain")[
                [
                    h.li[h.code[plain(campaign)], f" {counts.get(index, 0)} leads{more}"]
                    for index, campaign in enumerate(state.campaigns[:_ROWS])
                ]
            ],
        ],
        [
            h.section[
                h.h3[f"{'Leads' if name == 'lead' else f'Processes of {plain(name)}'} ({len(procedure)})"],
                _rows(
                    sources, place, procedure, newest[:_ROWS] if name == "lead" else procedure.newest(_ROWS)
                ),
            ]
            for name, procedure in state.procedures.items()
        ],
        h.section[
            h.h3[f"Templates ({len(templates)})"],
            h.ul(".plain")[
                [
                    h.li[
                        h.b[plain(template.name)],
                        f" {plain(template.language)} ",
                        h.span(".chip")[template.status_at(now).lower()],
                    ]
                    for template in templates[:_TEMPLATES]
                ]
            ],
        ],
    )


def _job(job: Job) -> h.Element:
    done = job.total - job.waiting
    return h.div(".job")[
        h.label[
            h.code[plain(job.id[:8])],
            f" {done} of {job.total} entries",
            h.span(".chip")["running" if job.waiting else "finished"],
            h.span(".chip.fault")[f"{job.failed + job.invalid} failed"] if job.failed + job.invalid else None,
            h.progress(max=str(max(1, job.total)), value=str(done)),
        ]
    ]


def _rows(sources: Sources, place: Place, procedure: Procedure, rows: list[Row]) -> h.Element:
    if not rows:
        return h.p(".note")["None."]
    return h.div(".scroll", tabindex="0", role="region", aria_label=f"Processes of {procedure.short_id}")[
        h.table[
            h.thead[h.tr[h.th["Key"], h.th["State"], h.th["Data"], h.th["Changed"]]],
            h.tbody[[_process(sources, place, procedure, row) for row in rows]],
        ],
        h.p(".note")[f"The newest {_ROWS} of {len(procedure)} are shown."]
        if len(procedure) > _ROWS
        else None,
    ]


def _process(sources: Sources, place: Place, procedure: Procedure, row: Row) -> h.Element:
    data = procedure.data(row)
    details = row.details
    key = data.pop(procedure.key)
    shown = list(data.items())[:_ATTRIBUTES]
    campaigns = sources.state.campaigns
    campaign = campaigns[row.campaign] if 0 <= row.campaign < len(campaigns) else ""
    return h.tr[
        h.th(scope="row")[plain(key)],
        h.td[plain("NEW" if details is None else details.state)],
        h.td[
            [h.div[h.small[f"{plain(name)} "], plain(value)[:120]] for name, value in shown],
            h.div[h.small["campaign "], plain(campaign[:8])] if campaign else None,
            h.a(href=address(place, customer=row.digits, view="", reply=""))["open the chat"]
            if row.digits
            else None,
        ],
        h.td[time_of(row.updated)],
    ]
