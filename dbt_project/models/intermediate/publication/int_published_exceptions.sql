with packs as (
    select
        publication_id,
        published_on_date
    from {{ ref('stg_publications__packs') }}
),

published as (
    select * from {{ ref('stg_publications__exceptions') }}
),

exceptions as (
    select * from {{ ref('int_exceptions') }}
),

latest as (
    select
        measure_id,
        organisation_unit_id,
        max(period_end_date) as period_end_date
    from {{ ref('int_figure_approvals') }}
    group by measure_id, organisation_unit_id
),

periods as (
    select
        period_id,
        end_date
    from {{ ref('int_periods') }}
),

rules as (
    select
        exception_rule_id,
        looks_at
    from {{ ref('stg_reference__exception_rules') }}
),

-- A criterion met no more takes back what was said. One that looks at the latest point
-- goes when a later point comes, and that corrects nothing.
final as (
    select
        published.*,
        packs.published_on_date,
        exceptions.exception_rule_id is not null as is_raised_now,
        exceptions.exception_rule_id is null
        and (
            rules.looks_at != 'latest_point'
            or not coalesce(latest.period_end_date > periods.end_date, false)
        ) as is_restated
    from published
    inner join packs
        on published.publication_id = packs.publication_id
    inner join rules
        on published.exception_rule_id = rules.exception_rule_id
    inner join periods
        on published.period_id = periods.period_id
    left join latest
        on
            published.measure_id = latest.measure_id
            and published.organisation_unit_id = latest.organisation_unit_id
    left join exceptions
        on
            published.measure_id = exceptions.measure_id
            and published.organisation_unit_id = exceptions.organisation_unit_id
            and published.period_id = exceptions.period_id
            and published.exception_rule_id = exceptions.exception_rule_id
)

select * from final
