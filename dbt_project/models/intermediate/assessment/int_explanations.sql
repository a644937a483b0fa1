with statuses as (
    select * from {{ ref('int_statuses') }}
),

judged_sentences as (
    select * from {{ ref('int_judged_sentences') }}
),

milestone_sentences as (
    select * from {{ ref('int_milestone_sentences') }}
),

hollow_sentences as (
    select * from {{ ref('int_hollow_sentences') }}
),

composite_sentences as (
    select * from {{ ref('int_composite_sentences') }}
),

clauses as (
    select * from {{ ref('int_status_clauses') }}
),

accounts as (
    select * from {{ ref('int_status_accounts') }}
),

forecast_sentences as (
    select * from {{ ref('int_forecast_sentences') }}
),

rag_statuses as (
    select
        rag_status,
        name
    from {{ ref('stg_reference__rag_statuses') }}
),

rag_reasons as (
    select
        rag_reason,
        sentence
    from {{ ref('stg_reference__rag_reasons') }}
),

suppressions as (
    select * from {{ ref('int_suppressions_worded') }}
),

-- A period without a status still says what was measured, and always says why.
final as (
    select
        statuses.measure_id,
        statuses.organisation_unit_id,
        statuses.period_id,
        rag_statuses.name || ': ' || coalesce(accounts.unit_name || ': ', '') || case
            when statuses.rag_reason is null
                then coalesce(
                    judged_sentences.sentence,
                    milestone_sentences.sentence,
                    clauses.name || ': ' || composite_sentences.sentence
                )
            when suppressions.sentence is not null
                then
                    clauses.name || ', ' || clauses.period || ': '
                    || rag_reasons.sentence || '. ' || suppressions.sentence
            when statuses.value is null or composite_sentences.sentence is not null
                then
                    clauses.name || ', ' || clauses.period || ': '
                    || rag_reasons.sentence || '.'
                    || coalesce(' ' || composite_sentences.sentence, '')
            when milestone_sentences.statement is not null
                then
                    milestone_sentences.statement || '; ' || rag_reasons.sentence || '.'
            else
                clauses.statement || ' ' || clauses.in_period || '; '
                || rag_reasons.sentence || '.' || clauses.movement_sentence
        end
        || coalesce(forecast_sentences.sentence, '')
        || coalesce(' ' || hollow_sentences.sentence, '')
        || case
            when suppressions.sentence is not null then ''
            else
                coalesce(' ' || {{ rule_tail(
                    'statuses.rag_profile_id', 'statuses.rag_rule_version'
                ) }}, '')
        end as explanation
    from statuses
    inner join rag_statuses
        on statuses.rag_status = rag_statuses.rag_status
    inner join clauses using (measure_id, organisation_unit_id, period_id)
    inner join accounts using (measure_id, organisation_unit_id, period_id)
    left join rag_reasons
        on statuses.rag_reason = rag_reasons.rag_reason
    left join judged_sentences using (measure_id, organisation_unit_id, period_id)
    left join milestone_sentences using (measure_id, organisation_unit_id, period_id)
    left join hollow_sentences using (measure_id, organisation_unit_id, period_id)
    left join composite_sentences using (measure_id, organisation_unit_id, period_id)
    left join suppressions using (measure_id, organisation_unit_id, period_id)
    left join forecast_sentences using (measure_id, organisation_unit_id, period_id)
)

select * from final
