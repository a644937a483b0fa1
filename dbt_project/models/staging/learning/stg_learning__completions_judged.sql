{%- set faults = [
    ('completion_enrolment_unknown', 'has_enrolment is null', "'unknown'", 'null'),
    ('completion_day_unreadable', 'completed_date is null', 'completed_on', 'null'),
    ('completion_before_assignment', 'completed_date < assigned_date',
        'completed_on', 'null'),
    ('completion_expiry_unreadable', "expires_date is null and expires_on != ''",
        'expires_on', 'null'),
    ('completion_expired_before_day', 'expires_date < completed_date',
        'expires_on', 'completed_on'),
] -%}

with decoded as (
    select
        completions.*,
        enrolments.is_counted as has_enrolment,
        enrolments.assigned_date
    from {{ ref('stg_learning__completions') }} as completions
    left join {{ ref('stg_learning__enrolments_judged') }} as enrolments
        on
            completions.enrolment_id = enrolments.enrolment_id
            and enrolments.is_latest_version
),

final as (
    select
        enrolment_id,
        {{ verdict(faults, 'is_deleted or is_duplicate or not has_enrolment') }},
        completed_date,
        expires_date,
        load_id
    from decoded
)

select * from final
