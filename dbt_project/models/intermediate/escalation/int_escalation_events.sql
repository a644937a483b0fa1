{#- What may happen to a step, in the order that counts where several happen on one
    day: event, when it happens, on which day, and the status from then on. -#}
{%- set events = [
    ('triggered', 'true', 'triggered_on_date', "'open'"),
    ('met', 'is_met', 'greatest(done_on_date, triggered_on_date)', "'met'"),
    ('overdue', 'is_ever_overdue', 'overdue_on_date', "'overdue'"),
    (
        'met_late', 'is_ever_overdue and done_on_date is not null',
        'done_on_date', "'overdue'",
    ),
    ('ended', 'ended_as is not null and not is_met', 'ended_on_date', 'ended_as'),
] -%}

with outcomes as (
    select * from {{ ref('int_escalation_outcomes') }}
),

events as (
    {% for event, happens, day, status in events %}
    select
        escalation_id,
        '{{ event }}' as event_kind,
        {{ loop.index }} as event_order,
        {{ day }} as event_on_date,
        {{ status }} as escalation_status
    from outcomes
    where {{ happens }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (
    select
        escalation_id,
        row_number() over (
            partition by escalation_id order by event_on_date, event_order
        ) as event_number,
        case when event_kind = 'ended' then escalation_status else event_kind end
            as event,
        escalation_status,
        event_on_date,
        row_number() over (
            partition by escalation_id order by event_on_date desc, event_order desc
        ) = 1 as is_latest
    from events
)

select * from final
