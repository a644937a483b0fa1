with statuses as (
    select * from {{ ref('int_statuses') }}
),

measures as (
    select
        measure_id,
        balancing_measure_id
    from {{ ref('stg_reference__measures') }}
),

greens as (
    select
        statuses.measure_id,
        statuses.organisation_unit_id,
        statuses.period_id,
        statuses.period_end_date,
        measures.balancing_measure_id
    from statuses
    inner join measures
        on statuses.measure_id = measures.measure_id
    where statuses.rag_status = 'green'
),

-- The balancing measure's latest complete period up to then.
balanced as (
    select
        greens.measure_id,
        greens.organisation_unit_id,
        greens.period_id,
        greens.balancing_measure_id,
        statuses.period_id as balancing_period_id,
        statuses.rag_status,
        statuses.movement,
        row_number() over (
            partition by
                greens.measure_id,
                greens.organisation_unit_id,
                greens.period_id
            order by statuses.period_end_date desc
        ) as recency
    from greens
    inner join statuses
        on
            greens.balancing_measure_id = statuses.measure_id
            and greens.organisation_unit_id = statuses.organisation_unit_id
            and greens.period_end_date >= statuses.period_end_date
    where statuses.is_complete
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        balancing_measure_id,
        balancing_period_id,
        rag_status = 'red' as is_red,
        coalesce(movement = 'deteriorated', false) as is_worse
    from balanced
    where
        recency = 1
        and (rag_status = 'red' or coalesce(movement = 'deteriorated', false))
)

select * from final
