with failures as (
    select * from {{ ref('int_smart_failures') }}
),

tests as (
    select
        test,
        name as test_name,
        failure
    from {{ ref('stg_reference__smart_tests') }}
),

-- One finding for each test that fails, however many of its questions do; each pair of
-- duplicates is a finding of its own.
grouped as (
    select
        subject_id,
        measure_id,
        objective_id,
        other_measure_id,
        scorecard_id,
        test,
        {{ dbt.listagg('clause', "'; '", 'order by sort_order') }} as clauses,
        {{ dbt.listagg('smart_rule_id', "' '", 'order by sort_order') }}
            as smart_rule_ids,
        version as rules_version,
        cast(count(*) as integer) as failure_count
    from failures
    group by
        subject_id,
        measure_id,
        objective_id,
        other_measure_id,
        scorecard_id,
        test,
        version
),

final as (
    select
        grouped.test || ' ' || grouped.subject_id
        || coalesce(' ' || grouped.other_measure_id, '') as smart_finding_id,
        grouped.scorecard_id,
        grouped.measure_id,
        grouped.objective_id,
        grouped.other_measure_id,
        grouped.test,
        tests.test_name,
        tests.failure || ': ' || grouped.clauses || '. '
        || {{ rule_tail('grouped.test', 'grouped.rules_version') }} as explanation,
        grouped.smart_rule_ids,
        grouped.rules_version,
        grouped.failure_count
    from grouped
    inner join tests
        on grouped.test = tests.test
)

select * from final
