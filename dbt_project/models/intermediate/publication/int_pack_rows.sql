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

-- Without anybody who may approve a measure's figures, none of them is held back.
approvers as (
    select distinct measure_id
    from {{ ref('int_sign_off_posts') }}
    where state = 'approved'
),

sign_offs as (
    select * from {{ ref('int_sign_offs') }}
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

-- Where there is no figure, there is nothing to approve, and the row says why.
final as (
    select
        ranked.*,
        approvers.measure_id is not null
        and ranked.value_status in ('reported', 'provisional')
        and coalesce(sign_offs.sign_off_state, 'draft') != 'approved' as is_withheld,
        sign_offs.sign_off_state,
        sign_offs.post_id as signed_by_post_id,
        sign_offs.reason as sign_off_reason,
        sign_offs.signed_on_date
    from ranked
    left join approvers
        on ranked.measure_id = approvers.measure_id
    left join sign_offs
        on
            ranked.measure_id = sign_offs.measure_id
            and ranked.period_id = sign_offs.period_id
    where ranked.recency <= ranked.period_count
)

select * from final
