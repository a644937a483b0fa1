with registrations as (
    select
        registered_date as changed_date,
        1 as user_change,
        load_id
    from {{ ref('stg_app_analytics__registrations_judged') }}
    where is_counted
),

deregistrations as (
    select
        deregistered_date as changed_date,
        -1 as user_change,
        load_id
    from {{ ref('stg_app_analytics__deregistrations_judged') }}
    where is_counted
),

changes as (
    select * from registrations
    union all
    select * from deregistrations
),

final as (
    select
        changed_date,
        cast(sum(user_change) as bigint) as user_change,
        max(load_id) as load_id
    from changes
    group by changed_date
)

select * from final
