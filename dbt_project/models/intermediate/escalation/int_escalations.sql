{%- set done_or_today = 'coalesce(outcomes.done_on_date, ' ~ as_of() ~ ')' -%}

with outcomes as (
    select * from {{ ref('int_escalation_outcomes') }}
),

latest_events as (
    select
        escalation_id,
        escalation_status
    from {{ ref('int_escalation_events') }}
    where is_latest
),

texts as (
    select * from {{ ref('int_escalation_texts') }}
),

counted as (
    select
        outcomes.*,
        latest_events.escalation_status,
        case
            when latest_events.escalation_status = 'overdue'
                then {{ days_between('outcomes.due_on_date', done_or_today) }}
        end as days_overdue
    from outcomes
    inner join latest_events
        on outcomes.escalation_id = latest_events.escalation_id
),

final as (
    select
        counted.*,
        texts.reason,
        texts.what || '. ' || texts.subject || ': ' || texts.reason || '. '
        || texts.due_clause || case counted.escalation_status
            when 'open' then '; open.'
            when 'met' then '; met on ' || texts.done_day || '.'
            when 'overdue'
                then
                    '; ' || {{ counted('counted.days_overdue', 'day') }} || case
                        when counted.done_on_date is null then ' overdue.'
                        else ' late, done on ' || texts.done_day || '.'
                    end
            else
                coalesce('; done on ' || texts.done_day, '') || case
                    when counted.escalation_status = 'closed' then '; closed on '
                    else '; replaced by a higher step on '
                end || texts.ended_day || ': ' || texts.end_cause || '.'
        end || ' ' || texts.rule_clause as explanation,
        -- Somebody still has to do something.
        counted.escalation_status in ('open', 'overdue')
        and counted.done_on_date is null as is_outstanding
    from counted
    inner join texts
        on counted.escalation_id = texts.escalation_id
)

select * from final
