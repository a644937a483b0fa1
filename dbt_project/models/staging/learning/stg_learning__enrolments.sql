with enrolments as (
    select * from {{ source('learning', 'enrolments') }}
),

enrolment_keys as (
    select * from {{ source('learning', 'enrolments__keys') }}
),

final as (
    select
        enrolment_id,
        staff_key,
        organisation_unit_id,
        course_id,
        training_type,
        is_digital as is_digital_text,
        assigned_on,
        due_on,
        case is_digital when 'true' then true when 'false' then false end as is_digital,
        coalesce(is_withdrawn, '') = 'true' as is_withdrawn,
        {{ is_latest_version('enrolment_id', 'last_changed_at') }} as is_latest_version,
        {{ is_swept_away('enrolment_id', 'enrolment_keys') }} as is_deleted,
        {{ parse_date('assigned_on') }} as assigned_date,
        {{ parse_date('due_on') }} as due_date,
        _load_id as load_id
    from enrolments
)

select * from final
