with exceptions as (
    select * from {{ ref('int_exceptions') }}
),

measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('dim_measures') }}
),

final as (
    select
        exceptions.measure_id,
        exceptions.organisation_unit_id,
        exceptions.period_id,
        exceptions.exception_rule_id,
        measures.scorecard_id,
        exceptions.rule_version,
        exceptions.explanation,
        exceptions.reference,
        exceptions.waiver_id,
        exceptions.waiver_reason,
        exceptions.waiver_approver_post_id,
        exceptions.is_waived,
        exceptions.period_end_date,
        exceptions.waiver_expires_on_date
    from exceptions
    inner join measures
        on exceptions.measure_id = measures.measure_id
)

select * from final
