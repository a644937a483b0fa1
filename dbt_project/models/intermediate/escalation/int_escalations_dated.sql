with identified as (
    select * from {{ ref('int_escalations_identified') }}
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
