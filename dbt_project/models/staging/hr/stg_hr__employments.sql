with employments as (
    select * from {{ source('hr', 'employments') }}
),

employment_keys as (
    select * from {{ source('hr', 'employments__keys') }}
),

final as (
    select
        employment_id,
        staff_key,
        post_id,
        contract_type,
        started_on,
        ended_on,
        coalesce(is_test, '') = 'true' as is_test,
        {{ is_latest_version('employment_id', 'last_changed_at') }}
            as is_latest_version,
        {{ is_swept_away('employment_id', 'employment_keys') }} as is_deleted,
        {{ parse_date('started_on') }} as started_date,
        {{ parse_date('ended_on') }} as ended_date,
        _load_id as load_id
    from employments
)

select * from final
