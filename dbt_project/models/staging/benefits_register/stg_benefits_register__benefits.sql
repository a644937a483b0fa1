with benefits as (
    select * from {{ source('benefits_register', 'benefits') }}
),

final as (
    select
        benefit_id,
        project_id,
        project_completed_on as completed_text,
        projected_gbp as projected_text,
        {{ parse_decimal('projected_gbp') }} as projected_gbp,
        coalesce(is_withdrawn, '') = 'true' as is_withdrawn,
        {{ is_swept_away(
            'benefit_id', source('benefits_register', 'benefits__keys')
        ) }} as is_deleted,
        {{ is_latest_version('benefit_id', 'updated_at') }}
            as is_latest_version,
        {{ parse_date('project_completed_on') }} as completed_date,
        _load_id as load_id
    from benefits
)

select * from final
