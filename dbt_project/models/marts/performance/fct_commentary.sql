with observations as (
    select * from {{ ref('int_return_observations') }}
    where commentary is not null
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        period_end_date,
        author_post_id,
        commentary,
        load_id
    from observations
)

select * from final
