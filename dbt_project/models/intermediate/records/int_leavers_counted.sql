with leavers as (
    select * from {{ ref('stg_hr__leavers_judged') }}
    where is_counted and is_voluntary
),

final as (
    select
        left_date,
        organisation_unit_id,
        is_permanent,
        is_specialist,
        count(*) as leaver_count,
        max(load_id) as load_id
    from leavers
    group by left_date, organisation_unit_id, is_permanent, is_specialist
)

select * from final
