with posts as (
    select * from {{ source('hr', 'posts') }}
),

post_keys as (
    select * from {{ source('hr', 'posts__keys') }}
),

final as (
    select
        post_id,
        organisation_unit_id,
        role_family,
        is_established as flag_text,
        established_on,
        disestablished_on,
        case is_established when 'true' then true when 'false' then false end
            as is_established,
        {{ is_latest_version('post_id', 'last_changed_at') }} as is_latest_version,
        {{ is_swept_away('post_id', 'post_keys') }} as is_deleted,
        {{ parse_date('established_on') }} as established_date,
        {{ parse_date('disestablished_on') }} as disestablished_date,
        _load_id as load_id
    from posts
)

select * from final
