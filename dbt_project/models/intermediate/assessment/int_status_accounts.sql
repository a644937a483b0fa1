with clauses as (
    select * from {{ ref('int_status_clauses') }}
),

milestone_sentences as (
    select * from {{ ref('int_milestone_sentences') }}
),

organisation_units as (
    select
        organisation_unit_id,
        organisation_unit_id = scorecard_id as is_whole,
        name
    from {{ ref('stg_reference__organisation_units') }}
),

promised as (
    select
        clauses.*,
        clauses.due_by_then || case
            when clauses.deliverable is not null then null
            when clauses.due_by_then = '' then ' against'
            else ', on the way to'
        end || ' a target of ' || clauses.target_in_words as promise
    from clauses
),

-- The figure against its target, with its period and without it.
final as (
    select
        promised.measure_id,
        promised.organisation_unit_id,
        promised.period_id,
        promised.name || case
            when organisation_units.is_whole then ''
            else ' (' || organisation_units.name || ')'
        end as subject,
        case when not organisation_units.is_whole then organisation_units.name end
            as unit_name,
        coalesce(
            milestone_sentences.state,
            promised.statement || coalesce(promised.promise, '')
        ) as figure,
        coalesce(
            milestone_sentences.state,
            promised.statement || ' ' || promised.in_period
            || coalesce(promised.promise, '')
        ) as dated_figure,
        case when promised.promise is not null then promised.value end as value,
        promised.the_period,
        promised.deadline,
        promised.promise
    from promised
    inner join organisation_units
        on promised.organisation_unit_id = organisation_units.organisation_unit_id
    left join milestone_sentences
        on
            promised.measure_id = milestone_sentences.measure_id
            and promised.organisation_unit_id = milestone_sentences.organisation_unit_id
            and promised.period_id = milestone_sentences.period_id
)

select * from final
