with measures as (
    select scorecard_id
    from {{ ref('stg_reference__measures') }}
    where measure_id = 'dhcw_kpi_ps01'
),

parameters as (
    select value as survey_id
    from {{ ref('stg_reference__measure_parameters') }}
    where measure_id = 'dhcw_kpi_ps01' and parameter = 'survey'
),

answers as (
    select * from {{ ref('int_return_survey_answers_judged') }}
    where is_counted and is_partner_satisfaction and is_answered
),

counted as (
    select
        answers.file_name,
        answers.row_number,
        answers.wave_date,
        case when answers.is_favourable then answers.answer_count else 0 end
            as satisfied_count,
        answers.answer_count,
        answers.load_id
    from answers
    inner join parameters
        on answers.survey_id = parameters.survey_id
    inner join measures
        on answers.scorecard_id = measures.scorecard_id
),

final as (
    select
        'dhcw_kpi_ps01' as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        wave_date as part_date,
        cast(sum(satisfied_count) as {{ type_decimal() }}) as numerator,
        cast(sum(answer_count) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from counted
    group by wave_date
)

select * from final
