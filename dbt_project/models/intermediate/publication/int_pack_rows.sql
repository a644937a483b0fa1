with packs as (
    select * from {{ ref('int_packs') }}
),

measures as (
    select
        measure_id,
        scorecard_id,
        measure_type
    from {{ ref('stg_reference__measures') }}
    where not is_part
),

statuses as (
    select * from {{ ref('int_statuses') }}
    where is_complete
),

approvals as (
    select * from {{ ref('int_figure_approvals') }}
),

ranked as (
    select
        packs.publication_id,
        packs.period_count,
        statuses.*,
        dense_rank() over (
            partition by
                packs.publication_id,
                statuses.measure_id,
                statuses.organisation_unit_id
            order by statuses.period_end_date desc
        ) as recency
    from packs
    inner join measures
        on
            packs.scorecard_id = measures.scorecard_id
            and (
                packs.measure_type is null
                or packs.measure_type = measures.measure_type
            )
    inner join statuses
        on
            measures.measure_id = statuses.measure_id
            and (
                packs.shows_units
                or packs.scorecard_id = statuses.organisation_unit_id
            )
),

final as (
    select
        ranked.*,
        approvals.is_withheld,
        approvals.sign_off_state,
        approvals.signed_by_post_id,
        approvals.sign_off_reason,
        approvals.signed_on_date
    from ranked
    inner join approvals
        on
            ranked.measure_id = approvals.measure_id
            and ranked.organisation_unit_id = approvals.organisation_unit_id
            and ranked.period_id = approvals.period_id
    where ranked.recency <= ranked.period_count
)

select * from final
