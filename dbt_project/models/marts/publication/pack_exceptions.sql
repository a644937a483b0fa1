with pack_measures as (
    select * from {{ ref('int_pack_measures') }}
    where not is_withheld
),

exceptions as (
    select * from {{ ref('int_exceptions') }}
),

-- What is held back of a figure must not come in by its exceptions.
final as (
    select
        pack_measures.publication_id,
        exceptions.measure_id,
        exceptions.organisation_unit_id,
        exceptions.period_id,
        exceptions.exception_rule_id,
        exceptions.rule_version,
        exceptions.explanation,
        exceptions.waiver_reason,
        exceptions.is_waived
    from pack_measures
    inner join exceptions
        on
            pack_measures.measure_id = exceptions.measure_id
            and pack_measures.organisation_unit_id = exceptions.organisation_unit_id
            and pack_measures.period_id = exceptions.period_id
)

select * from final
