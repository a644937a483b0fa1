with questions as (
    select * from {{ ref('int_smart_questions') }}
    where test = 'achievable'
),

statements as (
    select
        measure_id,
        population,
        baseline_population,
        improvement_percent
    from {{ ref('int_smart_statements') }}
),

promises as (
    select * from {{ ref('int_smart_figures') }}
),

answered as (
    select
        questions.*,
        statements.population,
        statements.baseline_population,
        statements.improvement_percent,
        promises.baseline_text,
        promises.baseline_in_words,
        promises.target_in_words,
        promises.minimum_in_words,
        promises.maximum_in_words,
        promises.improvement,
        case questions.smart_rule_id
            when 'baseline_stated'
                then
                    promises.baseline_value is null
                    and promises.baseline_text is null
            when 'baseline_numeric'
                then
                    promises.baseline_value is null
                    and promises.baseline_text is not null
            when 'baseline_alike' then statements.baseline_population is not null
            when 'improvement_stated'
                then
                    promises.gain < 0
                    or (promises.gain = 0 and questions.measure_kind != 'maintain')
            when 'improvement_as_stated'
                then
                    abs(promises.improvement - statements.improvement_percent)
                    > questions.tolerance
            when 'target_possible'
                then
                    promises.target_value < promises.minimum_value
                    or promises.target_value > promises.maximum_value
        end as is_failed
    from questions
    inner join statements
        on questions.measure_id = statements.measure_id
    inner join promises
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
            'baseline': 'baseline_text',
            'baseline_population': 'baseline_population',
            'population': 'population',
            'baseline_value': 'baseline_in_words',
            'target_value': 'target_in_words',
            'stated': format_short('improvement_percent'),
            'computed': format_unsigned('improvement', 2),
            'minimum': 'minimum_in_words',
            'maximum': 'maximum_in_words',
        }) }} as clause,
        version,
        sort_order
    from answered
    where is_failed
)

select * from final
