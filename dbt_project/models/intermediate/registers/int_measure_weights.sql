with measure_weights as (
    select * from {{ ref('stg_reference__measure_weights') }}
),

-- A later entry takes over from its own first day on, whatever came before it.
followed as (
    select
        *,
        min(valid_from_date) over (
            partition by measure_id
            order by entry_number
            rows between 1 following and unbounded following
        ) as next_from_date
    from measure_weights
),

final as (
    select
        measure_id,
        weight,
        valid_from_date,
        case
            when next_from_date is null or valid_to_date < next_from_date
                then valid_to_date
            else {{ add_days('next_from_date', -1) }}
        end as valid_to_date
    from followed
    where next_from_date is null or next_from_date > valid_from_date
)

select * from final
