with learners as (
    select * from {{ source('learning', 'learners') }}
),

learner_keys as (
    select * from {{ source('learning', 'learners__keys') }}
),

final as (
    select
        learner_id,
        staff_key,
        organisation_unit_id,
        active_from,
        active_until,
        {{ is_latest_version('learner_id', 'last_changed_at') }} as is_latest_version,
        {{ is_swept_away('learner_id', 'learner_keys') }} as is_deleted,
        {{ parse_date('active_from') }} as active_from_date,
        {{ parse_date('active_until') }} as active_until_date,
        _load_id as load_id
    from learners
)

select * from final
