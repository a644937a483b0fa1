with questions as (
    select * from {{ ref('int_smart_questions') }}
    where test = 'time_bound'
),

statements as (
    select
        measure_id,
        deadline_text
    from {{ ref('int_smart_statements') }}
),

plans as (
    select * from {{ ref('int_smart_plans') }}
),

answered as (
    select
        questions.*,
        statements.deadline_text,
        plans.deadline_in_words,
        plans.plan_start_in_words,
        plans.plan_end_in_words,
        case questions.smart_rule_id
            when 'deadline_stated'
                then plans.deadline_date is null and statements.deadline_text is null
            when 'deadline_exact'
                then
                    plans.deadline_date is null
                    and statements.deadline_text is not null
            when 'span_stated'
                then plans.deadline_date is null and statements.deadline_text is null
            when 'deadline_in_plan_year'
                then
                    plans.deadline_date < plans.plan_start_date
                    or plans.deadline_date > plans.plan_end_date
            when 'deadline_unconditional'
                then questions.conditions is not null and questions.open_word is null
        end as is_failed
    from questions
    inner join statements
        on questions.measure_id = statements.measure_id
    inner join plans
        on questions.measure_id = plans.measure_id
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
            'deadline': 'deadline_text',
            'deadline_date': 'deadline_in_words',
            'plan_start': 'plan_start_in_words',
            'plan_end': 'plan_end_in_words',
            'condition': 'conditions',
        }) }} as clause,
        version,
        sort_order
    from answered
    where is_failed
)

select * from final
