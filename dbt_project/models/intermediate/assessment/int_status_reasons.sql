with accounts as (
    select * from {{ ref('int_status_accounts') }}
),

judged_sentences as (
    select * from {{ ref('int_judged_sentences') }}
),

milestone_sentences as (
    select * from {{ ref('int_milestone_sentences') }}
),

composite_sentences as (
    select * from {{ ref('int_composite_sentences') }}
),

-- What a status says, as exceptions and escalations take it up: neither begins with a
-- colour nor ends with a full stop.
final as (
    select
        accounts.measure_id,
        accounts.organisation_unit_id,
        accounts.period_id,
        accounts.subject,
        coalesce(composite_sentences.figure, accounts.figure) as figure,
        coalesce(composite_sentences.dated_figure, accounts.dated_figure)
            as dated_figure,
        accounts.promise,
        accounts.value,
        accounts.the_period,
        coalesce(
            composite_sentences.dated_figure,
            accounts.dated_figure
            || '; ' || coalesce(judged_sentences.ground, milestone_sentences.ground)
        ) as judgement
    from accounts
    left join judged_sentences using (measure_id, organisation_unit_id, period_id)
    left join milestone_sentences using (measure_id, organisation_unit_id, period_id)
    left join composite_sentences using (measure_id, organisation_unit_id, period_id)
)

select * from final
