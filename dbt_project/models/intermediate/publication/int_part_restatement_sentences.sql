with restatements as (
    select * from {{ ref('int_part_restatements') }}
),

measures as (
    select
        measure_id,
        name
    from {{ ref('stg_reference__measures') }}
),

objectives as (
    select
        objective_id,
        name
    from {{ ref('stg_reference__objectives') }}
),

periods as (
    select
        period_id,
        label
    from {{ ref('int_periods') }}
),

months as (
    select
        date_day,
        month_name
    from {{ ref('int_dates') }}
    where calendar = 'calendar'
),

final as (
    select
        restatements.publication_id,
        restatements.part,
        restatements.item_id,
        coalesce(measures.name, objectives.name) || coalesce(', ' || periods.label, '')
        || ', published on '
        || {{ long_date('restatements.published_on_date', 'months.month_name') }}
        || '; ' || restatements.part || ': shown as ' || restatements.published_text
        || ', now ' || restatements.current_text || '. ' || restatements.reason
            as explanation
    from restatements
    left join measures
        on restatements.measure_id = measures.measure_id
    left join objectives
        on restatements.objective_id = objectives.objective_id
    left join periods
        on restatements.period_id = periods.period_id
    inner join months
        on restatements.published_on_date = months.date_day
)

select * from final
