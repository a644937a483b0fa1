with hollow_greens as (
    select * from {{ ref('int_hollow_greens') }}
),

texts as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        name,
        statement,
        in_period
    from {{ ref('int_status_texts') }}
),

final as (
    select
        hollow_greens.measure_id,
        hollow_greens.organisation_unit_id,
        hollow_greens.period_id,
        'Hollow green: ' || texts.name || ', the measure that balances it, ' || case
            when hollow_greens.is_red and hollow_greens.is_worse
                then 'is red and got worse'
            when hollow_greens.is_red then 'is red'
            else 'got worse'
        end || coalesce(
            ' (' || texts.statement || ' ' || texts.in_period || ')',
            ' ' || texts.in_period
        ) || '.' as sentence
    from hollow_greens
    inner join texts
        on
            hollow_greens.balancing_measure_id = texts.measure_id
            and hollow_greens.organisation_unit_id = texts.organisation_unit_id
            and hollow_greens.balancing_period_id = texts.period_id
)

select * from final
