with leavers as (
    select * from {{ source('hr', 'leavers') }}
),

leaver_keys as (
    select * from {{ source('hr', 'leavers__keys') }}
),

final as (
    select
        leaver_id,
        employment_id,
        leaving_reason,
        left_on,
        coalesce(is_withdrawn, '') = 'true' as is_withdrawn,
        {{ is_latest_version('leaver_id', 'last_changed_at') }} as is_latest_version,
        {{ is_swept_away('leaver_id', 'leaver_keys') }} as is_deleted,
        {{ parse_date('left_on') }} as left_date,
        _load_id as load_id
    from leavers
)

select * from final
