{{ config(meta={"dagster": {"ref": {"name": "fct_escalations"}}}) }}

-- Whoever reads a past day from the events has to arrive at today's status.
with events as (
    select
        escalation_id,
        event_number,
        event,
        escalation_status,
        event_on_date,
        lag(event_on_date) over (
            partition by escalation_id order by event_number
        ) as previous_date,
        count(*) over (partition by escalation_id) as event_count
    from {{ ref('fct_escalation_events') }}
),

escalations as (
    select
        escalation_id,
        escalation_status,
        triggered_on_date
    from {{ ref('fct_escalations') }}
)

select
    escalations.escalation_id,
    'no event, or another last status' as problem
from escalations
left join events
    on
        escalations.escalation_id = events.escalation_id
        and events.event_number = events.event_count
where
    events.escalation_id is null
    or events.escalation_status != escalations.escalation_status
union all
select
    events.escalation_id,
    'events run backwards, or do not begin with the trigger' as problem
from events
inner join escalations
    on events.escalation_id = escalations.escalation_id
where
    events.event_on_date < events.previous_date
    or (events.event_number = 1) != (events.event = 'triggered')
    or events.event_on_date > {{ as_of() }}
    or (
        events.event_number = 1
        and events.event_on_date != escalations.triggered_on_date
    )
