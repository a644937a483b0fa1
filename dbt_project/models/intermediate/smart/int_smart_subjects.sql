with measures as (
    select
        measure_id,
        scorecard_id,
        measure_type,
        measure_kind,
        coalesce(code || ' ', '') || name as subject_name,
        sort_order,
        is_part
    from {{ ref('stg_reference__measures') }}
    -- A companion repeats what its measure promises and is not asked again.
    where parent_measure_id is null or is_part
),

statements as (
    select
        measure_id,
        printed_text,
        conditions
    from {{ ref('int_smart_statements') }}
),

promises as (
    select
        measure_id,
        target_text,
        comparator,
        is_target_a_number
    from {{ ref('int_smart_promises') }}
),

objectives as (
    select
        objective_id,
        scorecard_id,
        coalesce(code || ' ', '') || name as subject_name,
        success_metric,
        sort_order
    from {{ ref('stg_reference__objectives') }}
    where success_metric is not null
),

final as (
    select
        'measure ' || measures.measure_id as subject_id,
        measures.measure_id,
        cast(null as {{ dbt.type_string() }}) as objective_id,
        measures.scorecard_id,
        measures.measure_type,
        measures.measure_kind,
        measures.subject_name,
        statements.printed_text,
        statements.conditions,
        promises.target_text,
        promises.comparator,
        promises.is_target_a_number,
        measures.is_part,
        measures.sort_order
    from measures
    inner join statements
        on measures.measure_id = statements.measure_id
    inner join promises
        on measures.measure_id = promises.measure_id
    union all
    select
        'objective ' || objective_id as subject_id,
        cast(null as {{ dbt.type_string() }}) as measure_id,
        objective_id,
        scorecard_id,
        'objective' as measure_type,
        'success_metric' as measure_kind,
        subject_name,
        success_metric as printed_text,
        cast(null as {{ dbt.type_string() }}) as conditions,
        success_metric as target_text,
        cast(null as {{ dbt.type_string() }}) as comparator,
        {{ matches('success_metric', '.*[0-9].*') }} as is_target_a_number,
        false as is_part,
        sort_order
    from objectives
)

select * from final
