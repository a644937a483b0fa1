with measures as (
    select scorecard_id
    from {{ ref('stg_reference__measures') }}
    where measure_id = 'dhcw_kr_4_1'
),

parameters as (
    select value as survey_id
    from {{ ref('stg_reference__measure_parameters') }}
    where measure_id = 'dhcw_kr_4_1' and parameter = 'survey'
),

answers as (
    select * from {{ ref('int_return_survey_answers_judged') }}
    where is_counted and is_engagement and is_answered
),

-- Other bodies may return the same survey: only this one's units count.
counted as (
    select
        answers.file_name,
        answers.row_number,
        nullif(answers.organisation_unit_id, answers.scorecard_id)
            as organisation_unit_id,
        answers.wave_date,
        case when answers.is_favourable then answers.answer_count else 0 end
            as favourable_count,
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
        'dhcw_kr_4_1' as measure_id,
        organisation_unit_id,
        wave_date as part_date,
        cast(sum(favourable_count) as {{ type_decimal() }}) as numerator,
        cast(sum(answer_count) as {{ type_decimal() }}) as denominator,
        max(load_id) as load_id
    from counted
    group by organisation_unit_id, wave_date
)

select * from final
