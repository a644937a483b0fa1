with outcomes as (
    select * from {{ ref('int_escalation_outcomes') }}
),

days as (
    select
        start_date as date_day,
        label
    from {{ ref('int_periods') }}
    where grain = 'day'
),

posts as (
    select
        post_id,
        title
    from {{ ref('stg_reference__posts') }}
),

forums as (
    select
        forum_id,
        name
    from {{ ref('stg_reference__forums') }}
),

measures as (
    select
        measure_id,
        name
    from {{ ref('stg_reference__measures') }}
),

objectives as (
    select
        objective_id,
        name
    from {{ ref('stg_reference__objectives') }}
),

-- The words of a step's sentence, each day as it is read aloud.
final as (
    select
        outcomes.escalation_id,
        outcomes.step || case
            when posts.title is null or outcomes.step like '%' || posts.title || '%'
                then ''
            else ', ' || posts.title
        end as what,
        coalesce(measures.name, objectives.name) as subject,
        outcomes.cause || case
            when outcomes.raised_by in ('status', 'proposal') then ', published on '
            else ' on '
        end || triggered_days.label as reason,
        case
            when outcomes.due_rule = 'none'
                then 'It stands until it is decided otherwise'
            when outcomes.due_on_date is null and outcomes.due_rule = 'as_decided'
                then 'No day to report back was set'
            when outcomes.due_on_date is null
                then 'No day is known for the next meeting of the ' || forums.name
            when outcomes.due_rule = 'next_meeting'
                then
                    'Due on ' || due_days.label || ', at the next meeting of the '
                    || forums.name
            else 'Due on ' || due_days.label
        end as due_clause,
        due_days.label as due_day,
        done_days.label
        || coalesce(' (' || outcomes.evidence_reference || ')', '') as done_day,
        ended_days.label as ended_day,
        outcomes.end_cause,
        {{ rule_tail('outcomes.rule_id', 'outcomes.version') }} as rule_clause
    from outcomes
    left join measures
        on outcomes.measure_id = measures.measure_id
    left join objectives
        on outcomes.objective_id = objectives.objective_id
    left join posts
        on outcomes.post_id = posts.post_id
    left join forums
        on outcomes.forum_id = forums.forum_id
    inner join days as triggered_days
        on outcomes.triggered_on_date = triggered_days.date_day
    left join days as due_days
        on outcomes.due_on_date = due_days.date_day
    left join days as done_days
        on outcomes.done_on_date = done_days.date_day
    left join days as ended_days
        on outcomes.ended_on_date = ended_days.date_day
)

select * from final
