with raised as (
    select * from {{ ref('int_escalations_raised') }}
),

steps as (
    select * from {{ ref('int_escalation_steps') }}
),

forum_dates as (
    select
        forum_id,
        meets_on_date
    from {{ ref('stg_reference__forum_dates') }}
),

working_days as (
    select * from {{ ref('int_working_days') }}
),

measure_posts as (
    select * from {{ ref('int_measure_posts') }}
),

objectives as (
    select
        objective_id,
        owner_post_id
    from {{ ref('stg_reference__objectives') }}
),

identified as (
    select
        raised.*,
        steps.step_order,
        steps.step,
        steps.raised_by,
        steps.due_rule,
        steps.due_days,
        steps.day_type,
        steps.notice_days,
        steps.forum_id,
        coalesce(steps.post_id, measure_posts.post_id, case
            when raised.post_role = 'owner' then objectives.owner_post_id
        end) as post_id,
        steps.evidence,
        steps.evidence_maker,
        steps.evidence_from,
        raised.rule_id || '.' || raised.step_id || '.'
        || coalesce(raised.measure_id, raised.objective_id) || '.'
        || cast(raised.triggered_on_date as varchar)
        || coalesce('.' || raised.decision_reference, '') as escalation_id
    from raised
    inner join steps
        on
            raised.rule_id = steps.rule_id
            and raised.version = steps.version
            and raised.step_id = steps.step_id
    left join measure_posts
        on
            raised.measure_id = measure_posts.measure_id
            and raised.post_role = measure_posts.role
    left join objectives
        on raised.objective_id = objectives.objective_id
),

next_meetings as (
    select
        identified.escalation_id,
        min(forum_dates.meets_on_date) as meets_on_date
    from identified
    inner join forum_dates
        on
            identified.forum_id = forum_dates.forum_id
            and forum_dates.meets_on_date >= {{ add_days(
                'identified.triggered_on_date', 'identified.notice_days'
            ) }}
    where identified.due_rule = 'next_meeting'
    group by identified.escalation_id
),

-- So many working days after the trigger; none at all is the day itself, or the next
-- working day where it is none.
due_working_days as (
    select
        identified.escalation_id,
        due_days.date_day
    from identified
    inner join working_days as trigger_days
        on identified.triggered_on_date = trigger_days.date_day
    inner join working_days as due_days
        on
            due_days.is_working_day
            and due_days.working_days_before = trigger_days.working_days_before
            + case
                when identified.due_days > 0 and not trigger_days.is_working_day
                    then identified.due_days - 1
                else identified.due_days
            end
    where identified.day_type = 'working'
),

final as (
    select
        identified.*,
        case
            when identified.due_rule = 'as_decided' then identified.stated_due_on_date
            when identified.due_rule = 'next_meeting' then next_meetings.meets_on_date
            when identified.day_type = 'working' then due_working_days.date_day
            when identified.due_rule = 'after_trigger'
                then {{ add_days(
                    'identified.triggered_on_date', 'identified.due_days'
                ) }}
        end as due_on_date
    from identified
    left join next_meetings
        on identified.escalation_id = next_meetings.escalation_id
    left join due_working_days
        on identified.escalation_id = due_working_days.escalation_id
)

select * from final
