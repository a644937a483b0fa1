with completions as (
    select * from {{ source('learning', 'completions') }}
),

completion_keys as (
    select * from {{ source('learning', 'completions__keys') }}
),

final as (
    select
        completion_id,
        enrolment_id,
        completed_on,
        expires_on,
        coalesce(duplicate_of, '') != '' as is_duplicate,
        {{ is_latest_version('completion_id', 'last_changed_at') }}
            as is_latest_version,
        {{ is_swept_away('completion_id', 'completion_keys') }} as is_deleted,
        {{ parse_date('completed_on') }} as completed_date,
        {{ parse_date('expires_on') }} as expires_date,
        _load_id as load_id
    from completions
)

select * from final
