with findings as (
    select * from {{ ref('int_smart_findings') }}
),

final as (
    select
        smart_finding_id,
        scorecard_id,
        measure_id,
        objective_id,
        other_measure_id,
        test,
        test_name,
        explanation,
        smart_rule_ids,
        rules_version,
        failure_count
    from findings
)

select * from final
