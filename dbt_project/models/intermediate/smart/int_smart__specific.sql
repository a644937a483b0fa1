with questions as (
    select * from {{ ref('int_smart_questions') }}
    where test = 'specific'
),

statements as (
    select * from {{ ref('int_smart_statements') }}
),

answered as (
    select
        questions.*,
        statements.deadline_text,
        case questions.smart_rule_id
            when 'definition_stated' then statements.definition is null
            when 'unit_stated' then statements.unit is null
            when 'population_stated' then statements.population is null
            when 'deliverable_stated' then statements.deliverable is null
            when 'success_stated' then questions.is_deferred
        end as is_failed
    from questions
    inner join statements
        on questions.measure_id = statements.measure_id
),

final as (
    select
        subject_id,
        measure_id,
        objective_id,
        cast(null as {{ dbt.type_string() }}) as other_measure_id,
        scorecard_id,
        test,
        smart_rule_id,
        {{ fill_in('clause', {'deadline': 'deadline_text'}) }} as clause,
        version,
        sort_order
    from answered
    where is_failed
)

select * from final
