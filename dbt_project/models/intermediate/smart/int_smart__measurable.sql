with questions as (
    select * from {{ ref('int_smart_questions') }}
    where test = 'measurable'
),

statements as (
    select * from {{ ref('int_smart_statements') }}
),

promises as (
    select
        measure_id,
        deadline_date
    from {{ ref('int_smart_promises') }}
),

-- An objective has a success metric and nothing else to be measured by.
answered as (
    select
        questions.*,
        statements.deadline_text,
        case questions.smart_rule_id
            when 'source_stated' then statements.source is null
            when 'count_stated' then statements.evidence is null
            when 'target_stated'
                then
                    questions.target_text is null
                    and not questions.is_target_a_number
            when 'target_numeric'
                then
                    questions.target_text is not null
                    and not questions.is_target_a_number
                    and not questions.is_comparison
                    and questions.open_word is null
            when 'target_not_a_comparison'
                then questions.is_comparison and not questions.is_target_a_number
            when 'date_stated'
                then
                    promises.deadline_date is null
                    and statements.deadline_text is null
            when 'date_exact'
                then
                    promises.deadline_date is null
                    and statements.deadline_text is not null
            when 'nothing_left_open' then questions.open_word is not null
        end as is_failed
    from questions
    left join statements
        on questions.measure_id = statements.measure_id
    left join promises
        on questions.measure_id = promises.measure_id
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
        {{ fill_in('clause', {
            'target': 'target_text',
            'deadline': 'deadline_text',
            'open': 'coalesce(conditions, target_text)',
        }) }} as clause,
        version,
        sort_order
    from answered
    where is_failed
)

select * from final
