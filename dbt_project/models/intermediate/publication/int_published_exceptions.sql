with packs as (
    select publication_id from {{ ref('stg_publications__packs') }}
),

published as (
    select * from {{ ref('stg_publications__exceptions') }}
),

exceptions as (
    select * from {{ ref('int_exceptions') }}
),

final as (
    select
        published.publication_id,
        published.measure_id,
        published.organisation_unit_id,
        published.period_id,
        published.exception_rule_id,
        published.rule_version,
        published.explanation,
        published.waiver_reason,
        published.is_waived,
        exceptions.exception_rule_id is not null as is_raised_now,
        published.load_id
    from published
    inner join packs
        on published.publication_id = packs.publication_id
    left join exceptions
        on
            published.measure_id = exceptions.measure_id
            and published.organisation_unit_id = exceptions.organisation_unit_id
            and published.period_id = exceptions.period_id
            and published.exception_rule_id = exceptions.exception_rule_id
)

select * from final
