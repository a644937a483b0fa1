with events as (
    select * from {{ ref('int_escalation_events') }}
),

escalations as (
    select
        escalation_id,
        scorecard_id,
        measure_id,
        objective_id,
        rule_id,
        version
    from {{ ref('int_escalations') }}
),

texts as (
    select * from {{ ref('int_escalation_texts') }}
),

final as (
    select
        events.escalation_id,
        cast(events.event_number as integer) as event_number,
        escalations.scorecard_id,
        escalations.measure_id,
        escalations.objective_id,
        escalations.rule_id,
        escalations.version as rule_version,
        events.event,
        events.escalation_status,
        texts.what || '. ' || texts.subject || ': ' || case events.event
            when 'triggered' then texts.reason || '. ' || texts.due_clause
            when 'met' then 'met on ' || texts.done_day
            when 'overdue' then 'overdue, due on ' || texts.due_day
            when 'met_late'
                then 'done late on ' || texts.done_day || ', due on ' || texts.due_day
            when 'closed' then 'closed, ' || texts.end_cause
            when 'superseded' then 'replaced by a higher step, ' || texts.end_cause
        end || '. ' || texts.rule_clause as explanation,
        events.event_on_date
    from events
    inner join escalations
        on events.escalation_id = escalations.escalation_id
    inner join texts
        on events.escalation_id = texts.escalation_id
)

select * from final
